import type { SupportIntent } from './intent.ts';

export interface IntentRule {
  readonly intent: SupportIntent;
  readonly pattern: RegExp;
}

/**
 * Tried from top to bottom against the message without spaces, in lower case; the first that matches decides.
 * Where two matters meet (`전자책 환불`), the one with money or a parcel in it stands higher.
 */
export const INTENT_RULES: readonly IntentRule[] = [
  { intent: 'TICKET_STATUS', pattern: /stk-?\d{4,}/ },
  {
    intent: 'TICKET_STATUS',
    pattern: /(문의|티켓|상담|접수)(내역|번호|건)?.{0,8}(상태|진행상황|처리상황|어떻게되|답변.{0,4}(언제|왔|안))/,
  },
  {
    intent: 'TICKET_CREATE',
    pattern: /(문의|티켓|상담|신고|민원|불만)(을|를|좀|하나)?(접수|등록|남기|남길|넣어|올려|올리)/,
  },
  { intent: 'TICKET_CREATE', pattern: /(상담원|상담사|직원|사람).{0,4}(연결|통화|바꿔|불러|이랑|하고)/ },
  { intent: 'REFUND', pattern: /환불|반품|반송|환급|refund|돈.{0,3}(돌려|언제들어|다시)|취소.{0,6}(돈|금액|입금)/ },
  {
    intent: 'EXCHANGE',
    pattern:
      /교환|파본|낙장|불량|파손|훼손|찢어|찢겨|찌그러|젖어|오배송|다른(책|상품|게|거)이?(왔|옴|도착)|잘못(왔|온|배송)/,
  },
  {
    intent: 'SHIPPING',
    pattern:
      /배송|배달|택배|송장|도착|출고|언제(와|오|받)|안(와|왔|옴|오)(요|네|는|서|$)|shipping|delivery|수령|픽업|도서산간/,
  },
  {
    intent: 'PAYMENT',
    pattern: /결제|결재|카드|입금|할부|계좌|영수증|계산서|페이(로|결|가|도|$)|간편결제|나루머니|예치금|payment/,
  },
  { intent: 'ORDER', pattern: /주문|취소|구매|예약판매|재입고|품절|절판|선물포장|대량|납품|사인본|order/ },
  { intent: 'EBOOK', pattern: /전자책|이북|e-?book|오디오북|뷰어|리더기|drm|대여/ },
  { intent: 'USED_BOOK', pattern: /중고|헌책|매입|팔기|팔고|팔수/ },
  { intent: 'EVENT', pattern: /이벤트|당첨|사은품|굿즈|출석체크|북투어|책여행|북토크|사인회/ },
  { intent: 'MEMBERSHIP', pattern: /등급|포인트|적립|마일리지|쿠폰|상품권|기프트카드|혜택|멤버십/ },
  {
    intent: 'ACCOUNT',
    pattern: /회원|가입|탈퇴|로그인|비밀번호|비번|아이디|휴면|개인정보|계정|본인인증|해킹|도용|수신거부/,
  },
];
