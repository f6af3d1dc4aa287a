/** Cuts a text into pieces of at most `size` characters, never inside a character. */
export function cutText(text: string, size: number): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}

/** Cuts a text behind each space, as models' tokens mostly end where words do. */
export function cutWords(text: string): readonly string[] {
  return text.match(/\S+\s*|^\s+/gu) ?? [];
}
