/** Which methods each path takes, to tell a wrong method (405) from a wrong path (404). Looked at for misses only. */
export class KnownPaths {
  readonly #routes: { readonly url: string; readonly pattern: RegExp; readonly method: string }[] = [];

  /** @param url a route's pattern, such as `/v1/chat/:id` */
  add(url: string, methods: string | readonly string[]): void {
    const source = url
      .split('/')
      .map(segment => (segment.startsWith(':') ? '[^/]+' : segment === '*' ? '.*' : RegExp.escape(segment)))
      .join('/');
    for (const method of [methods].flat()) this.#routes.push({ url, pattern: new RegExp(`^${source}$`), method });
  }

  /** The methods that this path takes, by its own name before any pattern, in alphabetical order; none for a path that is not there. */
  methodsOf(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    const matching = this.#routes.filter(({ pattern }) => pattern.test(path));
    const named = matching.filter(({ url }) => url === path);
    const methods = (named.length > 0 ? named : matching).map(({ method }) => method);
    return [...new Set(methods)].toSorted();
  }
}
