import { describeLedgerStore } from '../testing/ledger-store.contract.ts';
import { createMemoryLedgerStore } from './memory-ledger-store.ts';

describeLedgerStore('memory', createMemoryLedgerStore);
