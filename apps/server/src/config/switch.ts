import { z } from 'zod';

const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['0', 'false', 'no', 'off'];
const WORDS = new RegExp(`^(?:${[...ON, ...OFF].join('|')})$`, 'i');
const ALLOWED = `${ON.join(', ')}, or ${OFF.join(', ')}`;

/** A switch as people write one (V-CFG-1). Read it with `isOn`. */
export const switchSchema = z.union([z.boolean(), z.literal(0), z.literal(1), z.string().regex(WORDS, ALLOWED)], {
  error: ALLOWED,
});

export type Switch = z.infer<typeof switchSchema>;

export function isOn(value: Switch): boolean {
  return ON.includes(String(value).toLowerCase());
}
