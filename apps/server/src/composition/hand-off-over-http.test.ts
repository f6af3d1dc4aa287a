import { chatJsonAnswerSchema } from '@naru/api-contract';
import { createSqlTicketService } from '@naru/sql';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { callJson, composeShop, shopToken } from './testing/compose-shop.ts';

it('hands a customer over to a person where no provider answers, once for one question (R-FO-9)', async () => {
  // Nobody listens on port 1.
  await using shop = await composeShop({ QS_LLM_URL: 'openai+http://127.0.0.1:1/v1#nobody' });
  const headers = { authorization: `Bearer ${await shopToken('42')}` };
  const ask = async (message: string) => {
    const { body } = await callJson(`${shop.publicUrl}/v1/chat`, headers, { message, session_id: 'phone' });
    return chatJsonAnswerSchema.parse(body);
  };

  const first = await ask('제주도 배송비는 얼마인가요?');
  assert.equal(first.ticket?.state, 'created');
  const number = first.ticket.ticket_no ?? '';
  assert.ok(first.answer.includes(number));

  const kept = await createSqlTicketService(shop.database).find('u:42', number);
  assert.deepEqual(
    [kept?.subject, kept?.message, kept?.sessionId, kept?.category],
    ['상담 연결', '제주도 배송비는 얼마인가요?', first.session_id, '배송'],
  );
  const { reasonCode, attempts = [], traceId } = kept?.handOff ?? {};
  assert.deepEqual([reasonCode, traceId], ['PROVIDER_UNAVAILABLE', first.trace_id]);
  assert.ok(attempts.length >= 1 && attempts.every(({ provider }) => provider === 'primary'));

  const again = await ask('제주도 배송비는 얼마인가요??');
  assert.deepEqual([again.ticket?.state, again.ticket?.ticket_no], ['deduplicated', number]);
  const other = await ask('반품은 며칠 안에 해야 하나요?');
  assert.deepEqual([other.ticket?.state, other.ticket?.ticket_no], ['cooldown', number]);
  assert.equal((await createSqlTicketService(shop.database).list('u:42', 10)).length, 1);

  const status = await ask('내 문의 처리 상태 알려줘');
  assert.equal(status.ticket?.ticket_no, number);
});
