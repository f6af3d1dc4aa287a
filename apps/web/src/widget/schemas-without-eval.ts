import { config } from 'zod';

// zod tries whether it may make code out of text. The page's policy says no, and would report each try; so it is
// told before the first schema is made, which is why this module is imported before all others.
config({ jitless: true });
