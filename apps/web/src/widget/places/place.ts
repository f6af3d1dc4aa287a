/** Where in the page the customer is; kept in the address, so that reload and the back button know. */
export type Place =
  | { readonly name: 'support' }
  | { readonly name: 'tickets' }
  | { readonly name: 'reports' }
  | { readonly name: 'report'; readonly reportId: string };

const REPORT = /^#\/reports\/([a-z0-9][a-z0-9-]{0,63})$/;

/** Reads the part of an address behind the `#`; what names no place is the support desk. */
export function readPlace(hash: string): Place {
  if (hash === '#/tickets') return { name: 'tickets' };
  if (hash === '#/reports') return { name: 'reports' };
  const reportId = REPORT.exec(hash)?.[1];
  return reportId === undefined ? { name: 'support' } : { name: 'report', reportId };
}

export function hashOf(place: Place): string {
  switch (place.name) {
    case 'support':
      return '#/';
    case 'tickets':
    case 'reports':
      return `#/${place.name}`;
    case 'report':
      return `#/reports/${place.reportId}`;
  }
}
