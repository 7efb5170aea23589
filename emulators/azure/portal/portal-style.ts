export const PORTAL_CSS = `
:root{color-scheme:light dark;--bg:#f7f8f7;--panel:#fff;--ink:#15211f;--soft:#52625f;--line:#dde4e2;--field:#8b9a97;--accent:#0f766e;--accent-ink:#0b5f58;--on:#fff;--tint:#e6f3f1;--good:#0b6b46;--goodbg:#e5f5ec;--warn:#7d4a06;--warnbg:#fdf1dc;--bad:#a8242f;--badbg:#fdeeee}
@media(prefers-color-scheme:dark){:root{--bg:#0b1211;--panel:#121b1a;--ink:#e7efed;--soft:#a2b3b0;--line:#253331;--field:#63736f;--accent:#2fb3a5;--accent-ink:#7adfd2;--on:#04211d;--tint:#11302c;--good:#7fdcb2;--goodbg:#10291f;--warn:#f2c078;--warnbg:#2f2410;--bad:#ff9aa4;--badbg:#34171d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent-ink);text-underline-offset:.18em}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--panel);padding:.5rem 1rem;z-index:2}
header{background:var(--panel);border-bottom:1px solid var(--line)}
.bar{max-width:72rem;margin:0 auto;padding:.7rem clamp(1rem,4vw,2rem);display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;align-items:center}
.brand{display:flex;align-items:center;gap:.6rem;font-weight:650;letter-spacing:-.015em;color:var(--ink);text-decoration:none}
.mark{display:grid;place-items:center;width:2rem;height:2rem;border-radius:9px;background:#0f766e;color:#fff;font-size:.8rem;letter-spacing:-.05em}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;flex:1 1 auto}
nav a{color:var(--soft);text-decoration:none;padding:.3rem 0;border-bottom:2px solid transparent}
nav a:hover{color:var(--ink)}nav a[aria-current]{color:var(--ink);border-color:var(--accent)}
.who{display:flex;align-items:center;gap:.9rem}.who form{margin:0}.name{color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
main{flex:1;width:100%;max-width:72rem;margin:0 auto;padding:clamp(1.5rem,5vw,3.5rem) clamp(1rem,4vw,2rem) 4rem}
main:focus{outline:none}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center;padding:1rem}footer p{margin:0}
h1{font-size:clamp(1.6rem,4.5vw,2.25rem);line-height:1.2;letter-spacing:-.025em;margin:0 0 .6rem;font-weight:680}
h2{font-size:1.125rem;letter-spacing:-.01em;margin:0 0 .35rem}
p{margin:0 0 1rem}.lead{font-size:1.0625rem;color:var(--soft);max-width:44rem;margin-bottom:2rem}
.soft{color:var(--soft)}
.hero{display:grid;gap:clamp(1.5rem,4vw,3rem);grid-template-columns:minmax(0,1fr);margin-bottom:3rem}
@media(min-width:56rem){.hero{grid-template-columns:minmax(0,1.1fr) minmax(0,.9fr);align-items:center}}
.hero h1{font-size:clamp(2rem,6vw,3.1rem)}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));list-style:none;margin:0;padding:0}
.card{background:var(--panel);border:1px solid var(--line);border-radius:14px;padding:1.35rem;min-width:0}
.grid .card{display:flex;flex-direction:column;position:relative}.grid .card:hover{border-color:var(--accent)}
.grid .card a::after{content:"";position:absolute;inset:0;border-radius:14px}.grid .card a{color:var(--ink);text-decoration:none}
.grid .card p{color:var(--soft);margin:0}
.card+.card{margin-top:1rem}h1+.card{margin-top:1.5rem}.grid .card+.card{margin-top:0}
pre{margin:0;background:#0e1716;color:#d6e5e2;border-radius:14px;padding:1.15rem 1.25rem;overflow-x:auto;font:.8438rem/1.65 ui-monospace,Menlo,Consolas,monospace}
code{font:.875em ui-monospace,Menlo,Consolas,monospace}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}.actions form{margin:0}
button,.button{appearance:none;display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:.5rem 1.15rem;border:1px solid var(--accent);border-radius:10px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.07)}
.small{min-height:36px;padding:.25rem .9rem;font-size:.9375rem}
.plain{background:transparent;color:var(--accent-ink);border-color:var(--line)}.danger{background:transparent;color:var(--bad);border-color:var(--line)}
button.quiet{background:none;border:0;min-height:36px;padding:.2rem 0;color:var(--accent-ink);font-weight:500;text-decoration:underline;text-underline-offset:.18em}
:focus-visible{outline:3px solid color-mix(in srgb,var(--accent) 70%,transparent);outline-offset:2px}
.crumbs{margin:0 0 1rem;font-size:.9375rem}
.tag{display:inline-block;border-radius:99px;padding:.05rem .65rem;font-size:.8125rem;background:var(--tint);color:var(--accent-ink);white-space:nowrap}
.tag.active{background:var(--goodbg);color:var(--good)}.tag.suspended,.tag.submitted{background:var(--warnbg);color:var(--warn)}.tag.cancelled,.tag.expired,.tag.rejected{background:var(--badbg);color:var(--bad)}
.head{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:baseline;justify-content:space-between}
dl{margin:.9rem 0 1.1rem;display:grid;gap:.1rem 1.5rem;grid-template-columns:minmax(0,1fr)}
@media(min-width:36rem){dl{grid-template-columns:max-content minmax(0,1fr);gap:.45rem 1.75rem}}
dt{color:var(--soft);font-size:.9375rem}dd{margin:0 0 .5rem;overflow-wrap:anywhere}@media(min-width:36rem){dd{margin:0}}
dd code{font-variant-numeric:tabular-nums}
label{display:block;font-size:.875rem;font-weight:550;margin:0 0 .3rem}
input{width:100%;min-height:44px;padding:.5rem .8rem;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--field);border-radius:10px}
.rename{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:0 0 1.1rem}.rename>div{flex:1 1 14rem}
.note{background:var(--tint);border:1px solid var(--line);border-radius:12px;padding:.85rem 1.1rem;margin:0 0 1.25rem}
.narrow{max-width:26rem;margin:0 auto}.stack{display:grid;gap:1rem;max-width:26rem;margin:1rem 0}
.message{max-width:38rem;margin:clamp(1rem,6vw,4rem) auto;text-align:center}
ul.ops{list-style:none;margin:.5rem 0 0;padding:0}ul.ops li{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.5rem 0;border-top:1px solid var(--line)}
ul.ops b{font:600 .75rem ui-monospace,Menlo,monospace;color:var(--good)}ul.ops code{overflow-wrap:anywhere}
`;
