export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
/** The configuration is not valid. */
export const EXIT_BAD_CONFIG = 2;
