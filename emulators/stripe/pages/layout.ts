import { html, raw } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A hosted page: no script, works at any width, follows the system's colors. */
export function page(options: { title: string; body: Markup; wide?: boolean }): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${options.title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%234a43d6'/%3E%3Cpath d='M3 5h10v6H3zM3 7h10' stroke='%23fff' stroke-width='1.4' fill='none'/%3E%3C/svg%3E">
<style>${raw(CSS)}</style>
</head>
<body>
<header class="test"><strong>Test mode</strong> <span>Stripe emulator. No card is ever charged.</span></header>
${options.body}
</body>
</html>`;
}

const CSS = `
:root{--bg:#f6f8fb;--panel:#fff;--ink:#16213a;--soft:#566381;--line:#dbe1ec;--accent:#4a43d6;--on:#fff;--bad:#b3212f;--badbg:#fdf0f1;--good:#0b6b46;--goodbg:#e9f7f0;--field:#fff;--shadow:0 1px 2px rgba(20,30,60,.06),0 12px 32px rgba(20,30,60,.07)}
@media(prefers-color-scheme:dark){:root{--bg:#0c1120;--panel:#141b2e;--ink:#e8ecf6;--soft:#a3aec8;--line:#2a3450;--accent:#a8a3ff;--on:#10142a;--bad:#ff9aa4;--badbg:#34171d;--good:#7fdcb2;--goodbg:#10291f;--field:#0f1526;--shadow:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.test{margin:0;padding:.4rem 1rem;background:#7a3d00;color:#fff;font-size:.8125rem;text-align:center}
.wrap{max-width:64rem;margin:0 auto;padding:clamp(1rem,4vw,3rem) clamp(1rem,4vw,2rem) 4rem}
.two{display:grid;gap:clamp(1.5rem,4vw,3.5rem);grid-template-columns:minmax(0,1fr)}
@media(min-width:52rem){.two{grid-template-columns:minmax(0,1fr) minmax(0,27rem);align-items:start}}
h1{font-size:1rem;font-weight:500;color:var(--soft);margin:0 0 .25rem}
h2{font-size:1.125rem;margin:0 0 1rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:0}
.amount{font-size:clamp(1.9rem,6vw,2.75rem);font-weight:650;letter-spacing:-.025em;line-height:1.15;font-variant-numeric:tabular-nums;margin:0 0 .25rem}
.amount .per{font-size:1rem;font-weight:400;letter-spacing:0;color:var(--soft)}.amount+.panel,.amount+.alert,.amount+.note{margin-top:1.5rem}
.soft{color:var(--soft)}.small{font-size:.875rem}
a{color:var(--accent);text-underline-offset:.18em}
.back{display:inline-block;margin-bottom:1.75rem;color:var(--soft);font-size:.9375rem}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:14px;padding:clamp(1.1rem,4vw,1.75rem);box-shadow:var(--shadow)}
.panel+.panel{margin-top:1.25rem}.panel p{overflow-wrap:anywhere}
dl.sum{margin:1.75rem 0 0;border-top:1px solid var(--line)}
dl.sum div{display:flex;justify-content:space-between;gap:1rem;padding:.75rem 0;border-bottom:1px solid var(--line)}
dl.sum dt{min-width:0}dl.sum dd{margin:0;font-variant-numeric:tabular-nums;text-align:right}
dl.sum .total{font-weight:650}
label,.label{display:block;font-size:.875rem;font-weight:550;margin:0 0 .35rem}
.field{margin:0 0 1rem;min-width:0}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
input[type=text],input[type=email],input:not([type]){width:100%;min-height:46px;padding:.6rem .8rem;font:inherit;color:inherit;background:var(--field);border:1px solid color-mix(in srgb,var(--soft) 55%,transparent);border-radius:9px;font-variant-numeric:tabular-nums}
input[aria-invalid=true]{border-color:var(--bad);border-width:2px}
:focus-visible{outline:3px solid color-mix(in srgb,var(--accent) 65%,transparent);outline-offset:2px}
.error{color:var(--bad);font-size:.875rem;margin:.35rem 0 0}
.alert{background:var(--badbg);color:var(--bad);border:1px solid currentColor;border-radius:9px;padding:.75rem .9rem;margin:0 0 1.25rem}
.note{background:var(--goodbg);color:var(--good);border:1px solid currentColor;border-radius:9px;padding:.75rem .9rem;margin:0 0 1.25rem}
button,.button{appearance:none;display:block;width:100%;min-height:48px;padding:.7rem 1.2rem;border:1px solid var(--accent);border-radius:9px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer;text-align:center;text-decoration:none}
button:hover,.button:hover{filter:brightness(1.08)}
button.plain,.button.plain{background:transparent;color:var(--accent);border-color:var(--line)}
button.danger{background:transparent;color:var(--bad);border-color:currentColor}
button.inline{display:inline-block;width:auto;min-height:40px;padding:.4rem .9rem}
details{margin-top:1.25rem;border-top:1px solid var(--line);padding-top:1rem}
summary{cursor:pointer;font-size:.875rem;color:var(--soft)}
details dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem;font-size:.8125rem;margin:.75rem 0 0}
details dt{font-family:ui-monospace,Menlo,Consolas,monospace;white-space:nowrap}details dd{margin:0;color:var(--soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.6rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
th{font-size:.8125rem;color:var(--soft);font-weight:550}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.tag{display:inline-block;padding:.1rem .55rem;border-radius:99px;font-size:.8125rem;border:1px solid var(--line);color:var(--soft)}
.tag.good{color:var(--good);background:var(--goodbg);border-color:transparent}.tag.bad{color:var(--bad);background:var(--badbg);border-color:transparent}
.row{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:center;justify-content:space-between}
`;
