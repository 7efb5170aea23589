export const CONTROL_CSS = `
:root{--bg:#f5f7fa;--panel:#fff;--ink:#141c2f;--soft:#55617a;--line:#dde3ec;--accent:#0b62d6;--on:#fff;--bad:#b3212f;--badbg:#fdf0f1;--good:#0b6b46;--goodbg:#e7f6ee;--chip:#eef1f6}
@media(prefers-color-scheme:dark){:root{--bg:#0b0f18;--panel:#131927;--ink:#e6eaf3;--soft:#9da9c0;--line:#273046;--accent:#7db4ff;--on:#0b1424;--bad:#ff9aa4;--badbg:#34171d;--good:#7fdcb2;--goodbg:#10291f;--chip:#1d2537}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{position:sticky;top:0;background:var(--panel);border-bottom:1px solid var(--line);z-index:1}
.bar{max-width:78rem;margin:0 auto;padding:.6rem clamp(.9rem,3vw,1.75rem);display:flex;gap:.25rem 1.5rem;align-items:center;flex-wrap:wrap}
.brand{font-size:1rem;margin:0;font-weight:650;letter-spacing:-.01em}.brand a{color:var(--ink);text-decoration:none}
nav{display:flex;gap:.25rem 1rem;overflow-x:auto;max-width:100%}
nav a{color:var(--soft);text-decoration:none;font-size:.875rem;padding:.2rem 0;white-space:nowrap}nav a:hover{color:var(--accent)}
main{max-width:78rem;margin:0 auto;padding:clamp(.9rem,3vw,1.75rem);display:grid;gap:1.1rem;grid-template-columns:minmax(0,1fr)}
.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:clamp(.9rem,3vw,1.4rem);min-width:0}
h2{font-size:1.0625rem;margin:0 0 .75rem;letter-spacing:-.01em}h3{font-size:.875rem;margin:1.1rem 0 .4rem;color:var(--soft);font-weight:600}
p{margin:0 0 .5rem}p code{overflow-wrap:anywhere}
.soft{color:var(--soft)}.small{font-size:.8125rem}
.now{font-size:clamp(1.9rem,6vw,2.6rem);font-weight:650;letter-spacing:-.03em;line-height:1.1;font-variant-numeric:tabular-nums;margin:0 0 .25rem}.now span{font-size:1rem;font-weight:400;color:var(--soft);letter-spacing:0}
.clock h2{color:var(--soft);font-size:.875rem;margin:0 0 .15rem}
.row{display:flex;flex-wrap:wrap;gap:.6rem 1.5rem;align-items:center;justify-content:space-between}
.jobs{border-top:1px solid var(--line);margin-top:1rem}.jobs .row{justify-content:flex-start}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
form{margin:0}
.inline{display:flex;flex-wrap:nowrap;gap:.4rem;align-items:center}.inline label{margin:0;white-space:nowrap}
.inline input[type=number]{width:6.5rem}
.buttons .inline{flex-wrap:wrap}
.fields{display:flex;flex-wrap:wrap;gap:.7rem;align-items:end;margin:0 0 .9rem}.fields>div{min-width:min(100%,7rem);max-width:100%}.fields .grow{flex:1 1 13rem}.fields .few{width:6.25rem;min-width:0}
.checks{display:grid;gap:.9rem}.checks button{justify-self:start}fieldset{border:1px solid var(--line);border-radius:8px;margin:0;padding:.6rem .9rem;min-width:0}legend{font-size:.8125rem;color:var(--soft);padding:0 .3rem}.checks label{display:flex;gap:.5rem;align-items:baseline;color:var(--ink);font-size:.875rem;margin:.15rem 0}.checks input{width:auto;min-height:0}
label{display:block;font-size:.8125rem;color:var(--soft);margin:0 0 .2rem}
input,select{font:inherit;color:inherit;background:var(--bg);border:1px solid color-mix(in srgb,var(--soft) 50%,transparent);border-radius:8px;padding:.35rem .6rem;min-height:36px;width:100%;max-width:100%}
.inline input{width:auto;min-width:0}
button{font:inherit;font-weight:550;min-height:36px;padding:.35rem .85rem;border-radius:8px;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer;white-space:nowrap}
button:hover{filter:brightness(1.08)}
button.plain{background:transparent;color:var(--accent);border-color:var(--line)}
button.danger{background:transparent;color:var(--bad);border-color:currentColor}
:focus-visible{outline:3px solid color-mix(in srgb,var(--accent) 60%,transparent);outline-offset:2px}
.scroll{overflow:auto;max-height:27rem;margin:0 calc(-1*clamp(.9rem,3vw,1.4rem));padding:0 clamp(.9rem,3vw,1.4rem)}
table{border-collapse:collapse;width:100%;min-width:36rem;font-size:.875rem}
th,td{text-align:left;padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
th{position:sticky;top:0;background:var(--panel);font-size:.75rem;color:var(--soft);font-weight:550;white-space:nowrap}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.nowrap{white-space:nowrap;font-variant-numeric:tabular-nums}
code{font:.8125em ui-monospace,Menlo,Consolas,monospace;color:var(--soft)}
.path{min-width:14rem;overflow-wrap:anywhere}
.tag{display:inline-block;padding:0 .5rem;border-radius:99px;font-size:.75rem;background:var(--chip);color:var(--soft);white-space:nowrap}
.tag.good{color:var(--good);background:var(--goodbg)}.tag.bad{color:var(--bad);background:var(--badbg)}
.message{margin:0;padding:.7rem 1rem;border-radius:10px;background:var(--goodbg);color:var(--good);border:1px solid currentColor;overflow-wrap:anywhere}
.message:target,.message{scroll-margin-top:4.5rem}
.message.bad{background:var(--badbg);color:var(--bad)}
a{color:var(--accent)}
`;
