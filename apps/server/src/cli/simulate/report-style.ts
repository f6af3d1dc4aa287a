/** The look of a report: light and dark by what the reader's machine prefers. Nothing is loaded from anywhere. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--back:#fff;--text:#1c2430;--soft:#5b6776;--line:#dfe4ea;--good:#137a4b;--bad:#b3261e;
--c0:#2563a8;--c1:#d9822b;--c2:#2f9e6e;--c3:#9a4fb0;--c4:#c43d5a;--c5:#6b7280;--c6:#0f8b8d;--c7:#8a6d1d}
@media (prefers-color-scheme:dark){:root{--back:#12161c;--text:#e8ecf1;--soft:#9aa6b4;--line:#2b333d;--good:#5fd39a;--bad:#ff8a80;
--c0:#6aa9f0;--c1:#f0a95c;--c2:#63d2a1;--c3:#cd92e0;--c4:#f07f97;--c5:#a3abb8;--c6:#5cc9cb;--c7:#d6b958}}
body{margin:0 auto;max-width:1120px;padding:24px 16px 64px;background:var(--back);color:var(--text);font:15px/1.55 system-ui,"Apple SD Gothic Neo","Noto Sans KR",sans-serif}
h1{font-size:1.5rem;margin:0 0 4px}h2{font-size:1.1rem;margin:32px 0 8px}p{margin:6px 0}.soft{color:var(--soft)}
.verdict{margin:16px 0;padding:12px 16px;border-left:5px solid var(--good);background:color-mix(in srgb,var(--good) 9%,var(--back));font-weight:600}
.verdict.failed{border-color:var(--bad);background:color-mix(in srgb,var(--bad) 9%,var(--back))}
table{border-collapse:collapse;width:100%}th,td{padding:5px 10px;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}.good{color:var(--good)}.bad{color:var(--bad)}
.policies{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:8px 24px}
figure{margin:14px 0}figcaption{font-weight:600;margin-bottom:2px}svg{width:100%;height:auto;display:block}
.axis{fill:var(--soft);font-size:9px}.grid{stroke:var(--line);stroke-width:.6}.line{fill:none;stroke-width:1.6;stroke-linejoin:round}
.area{stroke:none;opacity:.85}.legend{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.8rem;color:var(--soft)}
.legend i{display:inline-block;width:10px;height:10px;margin-right:5px;border-radius:2px}
${Array.from({ length: 8 }, (_, index) => `.line.c${index}{stroke:var(--c${index})}.area.c${index}{fill:var(--c${index})}.legend .c${index}{background:var(--c${index})}`).join('')}
.state.closed{fill:var(--good);background:var(--good)}.state.cooling{fill:var(--c1);background:var(--c1)}.state.open{fill:var(--bad);background:var(--bad)}
.state.half_open{fill:var(--c3);background:var(--c3)}.state.ramping{fill:var(--c0);background:var(--c0)}
`;
