/**
 * What customers say around their question. Cut out wherever it stands, also inside a run without spaces
 * (`환불언제되나요`), so that only what the question is about is looked up. Longest first.
 */
const PHRASES = [
  // greetings and politeness
  '안녕하세요 안녕하십니까 안녕 수고하세요 수고하십니다 수고많으십니다 반갑습니다 감사합니다 감사해요 고맙습니다 고마워요 고마워 감사 부탁드립니다 부탁드려요 부탁드릴게요 부탁해요 부탁합니다 죄송한데 죄송하지만 실례지만 여보세요 저기요 저기 사장님 상담원님 선생님',
  // openings and connections
  '그러면 그럼 그런데 근데 그리고 그래서 그러니까 혹시나 혹시 제가 저는 저도 나는 내가 저희가 저희는 저희 우리가 일단 만약에 만약 이번에 방금 아까 지금 당장 오늘따라',
  // question words
  '어떻게 어떡해 어떡하 어케 어찌 어떤 언제쯤 언제까지 언제부터 언제 얼마나 얼마예요 얼마에요 얼마 어디서 어디에 어디로 어디 무엇 무슨 뭔가요 뭐가 뭐예요 뭐에요 뭐임 뭐야 뭐니 누가 왜이렇게 왜요 왜케 몇일 며칠 몇번 몇개 몇시간 몇시 몇달 몇',
  // asking and wanting
  '알려주세요 알려주실 알려줘요 알려줘 알려주 알고싶어요 알고싶 궁금합니다 궁금해요 궁금한데 궁금 싶습니다 싶어요 싶은데 싶어 싶다 원합니다 원해요 가르쳐주세요 가르쳐줘 말해줘 설명해줘 설명',
  // can, may, must
  '할수있나요 할수있어요 할수있 할수없나요 할수 수있나요 수있어요 수있습니까 수있을까요 수있 수없나요 수없 있나요 있어요 있습니까 있을까요 있는지 있는데 있는 있음 있어 없나요 없어요 없습니까 없는데 없는 가능한가요 가능한지 가능할까요 가능해요 가능합니까 가능하 가능 되나요 되는지 되는데 되는 되나 되요 돼요 됩니까 될까요 되죠 되지 되니 되냐 되면 돼 하나요 하는지 하는데 하면되나요 하면돼요 하면 하려면 하려고 하려는데 하려 하고싶 할까요 할게요 해야하나요 해야되나요 해야돼요 해야하 해야되 해야 해주세요 해줘요 해줘 해주 해도 인가요 인지 건가요 건지 거예요 거에요 거죠 입니까 입니다 이에요 예요 이죠 나요 까요 습니까 습니다 ㅂ니다 합니까 합니다 했는데 했어요 했습니다 했는 하는거 하는법 하는방법 방법 주세요 줘요',
  // emphasis
  '뭐라고 진짜로 진짜 정말로 정말 너무 완전 엄청 빨리좀 제발 아직도 아직 계속 자꾸 갑자기 그냥 도대체 대체',
]
  .flatMap(line => line.split(' '))
  .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** Forms too many to list: 수 있/없…, …고 싶…, …해 주세요, …것 같…, …지 않… */
const FORMS = [
  '[을를]?\\s?수\\s?[도는가]?\\s?[있없][가-힣]*',
  '고\\s?싶[가-힣]*',
  '(?:해|어|아|여)?\\s?(?:주세[가-힣]*|주시[가-힣]*|주실[가-힣]*|주십[가-힣]*|줄래[가-힣]*|달라고[가-힣]*)',
  '것\\s?같[가-힣]*',
  '지\\s?(?:않|못|마)[가-힣]*',
  '(?:하는|하려는|되는|할)\\s?(?:방법|법|곳|데|때)',
];

const FILLER = new RegExp([...FORMS, ...PHRASES].join('|'), 'g');

/** The text with a space for every filler phrase. */
export function withoutFillers(text: string): string {
  return text.replace(FILLER, ' ');
}
