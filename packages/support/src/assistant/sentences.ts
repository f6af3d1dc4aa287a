/** Says that the knowledge base does not speak of it (S-RAG-1). The wording is part of the contract. */
export const NO_EVIDENCE_SENTENCE = '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.';
