import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStorage } from '../../shared/browser-storage.ts';
import { currentConversation, randomId, startConversation } from './conversation-id.ts';

function setUp() {
  let made = 0;
  const newId = (): string => `web-0000000000000000${++made}`;
  return { tab: memoryStorage(), device: memoryStorage(), newId };
}

describe('the conversation of a tab', () => {
  it('is new on a new device', () => {
    assert.deepEqual(currentConversation(setUp()), { id: 'web-00000000000000001', isNew: true });
  });

  it('stays the same over a reload', () => {
    const deps = setUp();
    const { id } = currentConversation(deps);
    assert.deepEqual(currentConversation(deps), { id, isNew: false });
  });

  it('is the last one of the device in a new tab, and its own afterwards', () => {
    const deps = setUp();
    const first = currentConversation(deps);
    const otherTab = { ...deps, tab: memoryStorage() };
    assert.equal(currentConversation(otherTab).id, first.id);
    const second = startConversation(otherTab);
    assert.equal(currentConversation(deps).id, first.id);
    assert.equal(currentConversation(otherTab).id, second.id);
  });

  it('is new when what was kept is no id of ours', () => {
    const deps = setUp();
    deps.tab.write('conversation', 'u:somebody:else');
    deps.device.write('conversation', '../admin');
    assert.equal(currentConversation(deps).isNew, true);
  });

  it('is another one for each report, and says which (P-1)', () => {
    const deps = setUp();
    const sales = currentConversation({ ...deps, reportId: 'sales-2026-10' });
    assert.match(sales.id, /^report:sales-2026-10:web-/);
    assert.notEqual(currentConversation(deps).id, sales.id);
    assert.notEqual(currentConversation({ ...deps, reportId: 'desk-2026-46' }).id, sales.id);
    assert.deepEqual(currentConversation({ ...deps, reportId: 'sales-2026-10' }), { id: sales.id, isNew: false });
  });

  it('has 128 bits of chance in its name', () => {
    assert.match(randomId(), /^web-[0-9a-f]{32}$/);
    assert.notEqual(randomId(), randomId());
  });
});
