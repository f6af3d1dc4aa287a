/** Sample customers of the demo; on a loopback address only, and never beside a shop's own tokens (C-ID-1). */
export const DEMO_CUSTOMERS = [
  { id: 'minji', name: '김민지', about: '종이책을 자주 사는 우수 회원' },
  { id: 'junho', name: '이준호', about: '전자책과 상품권을 쓰는 회원' },
  { id: 'seoyeon', name: '박서연', about: '이번 주에 가입한 새 회원' },
] as const;

const userIdOf = (id: string): string => `demo-${id}`;

/** The user id of a sample customer; `undefined` for a name that is none of theirs. */
export function demoUserId(id: string): string | undefined {
  return DEMO_CUSTOMERS.some(customer => customer.id === id) ? userIdOf(id) : undefined;
}

/** What a signed-in customer is called on the page: a sample customer by name, another by the shop's id. */
export function customerName(userId: string): string {
  return DEMO_CUSTOMERS.find(({ id }) => userIdOf(id) === userId)?.name ?? userId;
}
