import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands for a value while a query is built; never reaches a database. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is always the same but for its values. Kysely builds it once, at its first use, and it runs with other
 * values from then on: building a statement takes longer than SQLite takes to run a short one.
 *
 * Belongs to one database, whose dialect its text is in.
 */
export class FixedQuery<Values extends object, Row = unknown> {
  readonly #build: (db: Kysely<Tables>, value: PlaceOf<Values>) => Compilable<Row>;
  #compiled: CompiledQuery<Row> | undefined;

  /** @param build must not look at the values: it gets something that only stands for them */
  constructor(build: (db: Kysely<Tables>, value: PlaceOf<Values>) => Compilable<Row>) {
    this.#build = build;
  }

  async rows(db: Kysely<Tables>, values: Values): Promise<readonly Row[]> {
    return (await db.executeQuery<Row>(this.#with(db, values))).rows;
  }

  async firstRow(db: Kysely<Tables>, values: Values): Promise<Row | undefined> {
    return (await db.executeQuery<Row>(this.#with(db, values))).rows[0];
  }

  /** @returns how many rows it has changed */
  async change(db: Kysely<Tables>, values: Values): Promise<number> {
    return Number((await db.executeQuery(this.#with(db, values))).numAffectedRows ?? 0n);
  }

  #with(db: Kysely<Tables>, values: Values): CompiledQuery<Row> {
    const compiled = (this.#compiled ??= this.#build(db, placeFor).compile());
    const given = values as Readonly<Record<string, unknown>>;
    const parameters = compiled.parameters.map(one => (one instanceof Place ? given[one.name] : one));
    return { ...compiled, parameters };
  }
}

type PlaceOf<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

function placeFor<Value>(name: string): Value {
  return new Place(name) as Value;
}
