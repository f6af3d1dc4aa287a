import { NaruError } from '@naru/kernel';

/** Another process held the database's lock for longer than we wait. Nothing was changed. */
export class DatabaseBusyError extends NaruError {
  override readonly code = 'NARU_DATABASE_BUSY';
  override readonly retryable = true;

  constructor(waitedMs: number, options?: ErrorOptions) {
    super(`The database stayed locked for ${Math.round(waitedMs)} ms; nothing was changed, try again`, options);
  }
}

/** The database's server is not there. `outcome` says what is known of a change that was asked for. */
export class DatabaseUnavailableError extends NaruError {
  override readonly code = 'NARU_DATABASE_UNAVAILABLE';
  override readonly retryable = true;
  readonly outcome: 'nothing-changed' | 'unknown';

  /** @param where host and port */
  constructor(where: string, outcome: 'nothing-changed' | 'unknown', options?: ErrorOptions) {
    const known = outcome === 'unknown' ? 'it is not known whether the change was made' : 'nothing was changed';
    super(`The database at ${where} is not reachable; ${known}, try again`, options);
    this.outcome = outcome;
  }
}

/** The database was written by a later version, which may mean other things by the same tables. */
export class DatabaseNewerError extends NaruError {
  override readonly code = 'NARU_DATABASE_NEWER';
  override readonly retryable = false;
  readonly unknownMigrations: readonly string[];

  constructor(unknownMigrations: readonly string[], latestKnown: string | undefined) {
    super(
      `The database is newer than this program: it has ${unknownMigrations.join(', ')}, the program knows up to ` +
        `${latestKnown ?? 'nothing'}. Start the version that wrote it, or restore the copy made before the upgrade`,
    );
    this.unknownMigrations = unknownMigrations;
  }
}

/** A stored row that does not say what its table promises. Names the row and the place, never what is in it. */
export class CorruptRowError extends NaruError {
  override readonly code = 'NARU_CORRUPT_ROW';
  override readonly retryable = false;
  readonly table: string;
  readonly rowId: string;

  constructor(table: string, rowId: string, places: readonly string[]) {
    super(`Row ${rowId} of table ${table} cannot be read: ${places.join(', ')} is not what was written there`);
    this.table = table;
    this.rowId = rowId;
  }
}
