/** Talk that is answered by a sentence of our own. Only a message that is nothing else is small talk. */
export interface SmallTalk {
  readonly name: string;
  readonly pattern: RegExp;
  readonly answer: string;
}

/** Tried against the message in lower case without spaces, punctuation, laughter and tears. */
const SMALL_TALK: readonly SmallTalk[] = [
  {
    name: 'greeting',
    pattern:
      /^(안녕|안뇽|하이|헬로우?|반가워|반갑습니다|좋은(아침|오후|저녁)|저기요|여보세요|계세요|hi|hello|hey|goodmorning)(하세요|하십니까|이에요|입니다|요|there)*$/,
    answer: '안녕하세요, 나루책방 고객센터입니다. 주문, 배송, 환불, 회원 혜택 등 궁금하신 점을 편하게 말씀해 주세요.',
  },
  {
    name: 'thanks',
    pattern:
      /^(아|네|넵|예|오|와)*(정말|진짜|너무|답변|알려주셔서|도와주셔서|친절하게)*(감사|고마워|고맙|땡큐|ㄳ|thank)(합니다|해요|드려요|드립니다|요|습니다|you|s|해|용)*(수고하세요|수고하셨습니다)?$/,
    answer: '도움이 되었다니 기쁩니다. 더 궁금하신 점이 있으면 언제든 말씀해 주세요.',
  },
  {
    name: 'farewell',
    pattern:
      /^(네|넵)*(안녕히(계세요|가세요)|수고하세요|수고하셨습니다|수고하십시오|잘있어요?|바이+|bye|goodbye|다음에(봐|뵐게)요?)$/,
    answer: '이용해 주셔서 감사합니다. 좋은 하루 보내세요.',
  },
  {
    name: 'acknowledgement',
    pattern:
      /^(네+|넵+|넹|예|응|오케이|ok|okay|알겠습니다|알겠어요|알았어요?|그렇군요|아하|이해했(어요|습니다)|확인했(어요|습니다))+$/,
    answer: '네, 더 궁금하신 점이 있으면 말씀해 주세요.',
  },
  {
    name: 'who-are-you',
    pattern:
      /^(너는?|넌|당신은?|혹시)?(누구(세요|야|니|에요|예요|십니까)?|이름이?(뭐|무엇)(야|예요|에요|인가요|니)?|(사람|로봇|봇|챗봇|ai|인공지능|기계)(이에요|이세요|인가요|이야|이니|야|예요|입니까|맞아요?)|뭐하는(애|봇|챗봇)(야|예요|에요)?|뭘?도와줄수있(어|어요|나요|니)|무엇을?(도와|할수있).{0,8})$/,
    answer: '저는 나루책방의 상담 챗봇입니다. 주문, 배송, 교환과 환불, 회원 혜택, 전자책 이용 등을 안내해 드립니다.',
  },
];

const NOISE = /[^가-힣a-z0-9ㄱ-ㅎ]|[ㅋㅎㅠㅜㅡ]{1,}/g;

/** The sentence for a message that is small talk and nothing else. */
export function smallTalkOf(text: string): SmallTalk | undefined {
  if (text.length > 60) return undefined;
  const bare = text.normalize('NFC').toLowerCase().replace(NOISE, '');
  return SMALL_TALK.find(({ pattern }) => pattern.test(bare));
}
