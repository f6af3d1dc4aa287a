/** What a start tells the person who started it. */
export interface Welcome {
  readonly publicUrl: string;
  readonly internalUrl: string;
  readonly isGatewayOpen: boolean;
  readonly operator:
    /** Made just now; shown this once. */
    | { readonly kind: 'made'; readonly token: string }
    | { readonly kind: 'known'; readonly since: string; readonly path: string }
    /** From the environment. */
    | { readonly kind: 'token' }
    | { readonly kind: 'off' };
}

/** The addresses, the operator's token where it is new, and one command to try. */
export function welcome({ publicUrl, internalUrl, isGatewayOpen, operator }: Welcome): string {
  const url = reachable(publicUrl);
  return [
    '',
    `  Naru answers at     ${url}/`,
    `  Gateway             ${url}/v1/chat/completions${isGatewayOpen ? '' : '  (closed: set NARU_API_KEYS)'}`,
    `  Internal            ${reachable(internalUrl)}/docs`,
    ...operatorLines(operator),
    '',
    '  Try:',
    `  curl -s ${url}/v1/chat -H 'content-type: application/json' -d '{"message":"배송은 얼마나 걸려요?"}'`,
    '',
  ].join('\n');
}

function operatorLines(operator: Welcome['operator']): readonly string[] {
  switch (operator.kind) {
    case 'made':
      return [
        `  Operator token      ${operator.token}`,
        '                      (shown this once; another: npm run naru -- token new)',
      ];
    case 'known':
      return [`  Operator token      set since ${operator.since}; another: npm run naru -- token new`];
    case 'token':
      return ['  Operator token      from NARU_OPERATOR_TOKEN'];
    case 'off':
      return ['  Operator token      off: everybody on this machine is an operator'];
  }
}

/** An address to type: a listener on all addresses is reached by one of them. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
