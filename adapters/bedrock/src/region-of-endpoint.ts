const PUBLIC_HOST = /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** The region that a public endpoint's name holds; nothing for any other address. */
export function regionOfEndpoint(endpoint: string): string | undefined {
  return PUBLIC_HOST.exec(URL.parse(endpoint)?.hostname ?? '')?.[1];
}
