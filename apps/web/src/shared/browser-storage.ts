/** Where the page remembers small texts. A browser that refuses storage loses the memory, not the page. */
export interface TextStorage {
  read(key: string): string | null;
  write(key: string, value: string | null): void;
}

/** Puts Naru's prefix before each key and swallows what a full or forbidden storage throws. */
export function textStorage(open: () => Storage): TextStorage {
  return {
    read(key) {
      try {
        return open().getItem(PREFIX + key);
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        if (value === null) open().removeItem(PREFIX + key);
        else open().setItem(PREFIX + key, value);
      } catch {
        // Private windows and full disks: what cannot be kept is forgotten.
      }
    },
  };
}

/** For tests, and for pages without a browser. */
export function memoryStorage(): TextStorage {
  const texts = new Map<string, string>();
  return {
    read: key => texts.get(key) ?? null,
    write(key, value) {
      if (value === null) texts.delete(key);
      else texts.set(key, value);
    },
  };
}

const PREFIX = 'naru.';
