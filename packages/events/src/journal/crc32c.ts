/** The reflected polynomial of CRC-32C (Castagnoli, 1993), as in RFC 3720, appendix B.4. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/**
 * The CRC-32C of the bytes from `start` to before `end`.
 *
 * @param before the checksum of what comes before them, to go on from
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, before = 0): number {
  let value = ~before >>> 0;
  for (let index = start; index < end; index += 1) value = (value >>> 8) ^ TABLE[(value ^ bytes[index]!) & 0xff]!;
  return ~value >>> 0;
}
