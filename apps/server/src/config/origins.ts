import { placeText } from './describe-issue.ts';
import type { ConfigMistake } from './mistake.ts';
import { isSettings } from './overlay.ts';
import type { EnvironmentValue } from './read-environment.ts';

interface Origin {
  readonly variable: string;
  /** What the variable has set. */
  readonly path: readonly PropertyKey[];
  /** How much of `path` the variable's name says; what follows is a place inside the variable. */
  readonly namedLength: number;
}

/** Knows which places of the merged settings come from which variable; all others come from the file. */
export class Origins {
  readonly #origins: readonly Origin[];

  constructor(values: readonly EnvironmentValue[], providerVariables: readonly string[]) {
    this.#origins = [
      ...values.flatMap(({ path, variable, value }) => {
        const namedLength = path.length;
        // Objects meet those of the file key by key: only these keys are the variable's.
        const paths = isSettings(value) ? Object.keys(value).map(key => [...path, key]) : [path];
        return paths.map(own => ({ variable, path: own, namedLength }));
      }),
      ...providerVariables.map((variable, index) => ({ variable, path: ['providers', index], namedLength: 2 })),
    ];
  }

  /** A mistake at `path`, under the name by which whoever made it knows the place. */
  mistakeAt(path: readonly PropertyKey[], found: string, allowed: string): ConfigMistake {
    const origin = this.#origins.find(known => known.path.every((key, index) => path[index] === key));
    if (!origin) return { where: placeText(path) || 'the file', source: 'file', found, allowed };
    const inside = placeText(path.slice(origin.namedLength));
    return { where: [origin.variable, inside].filter(Boolean).join(' '), source: 'environment', found, allowed };
  }
}
