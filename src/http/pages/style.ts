// The style sheet and the icon, as text: one small file each, nothing to build.

export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2430; --quiet: #5b6474; --paper: #f6f7f9; --card: #fff; --line: #e1e5ea;
  --good: #1a7f4b; --warn: #9a5b00; --bad: #b3261e; --accent: #2f5bd0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --quiet: #9aa3b2; --paper: #14171c; --card: #1d2128;
  --line: #303642; --good: #5fce97; --warn: #f0b45b; --bad: #ff8a80; --accent: #8caeff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
header, nav { display: flex; gap: .5rem; align-items: center; justify-content: space-between; }
h1 { font-size: 1.15rem; margin: 0; } h2 { font-size: 1rem; margin: 0 0 .5rem; } h3 { font-size: .95rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } ul, ol { margin: .25rem 0; padding-left: 1.25rem; } dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
a { color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 1rem 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 0 1rem; }
.narrow { max-width: 24rem; margin: 12vh auto 0; }
.quiet { color: var(--quiet); font-size: .875rem; }
.headline { font-size: 1.6rem; font-weight: 650; margin: 1.25rem 0 .5rem; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.hold { border-color: var(--warn); border-width: 2px; }
.notice { border-left: 4px solid currentColor; }
.tag { display: inline-block; font-size: .75rem; font-weight: 500; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; }
.tag.plain { color: var(--quiet); }
.inline { display: inline; }
label { display: block; font-weight: 600; } input[type=password] { width: 100%; margin: .25rem 0 .75rem; }
input, button { font: inherit; padding: .4rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: inherit; }
button { cursor: pointer; } .hold button, .narrow button { background: var(--accent); border-color: var(--accent); color: var(--card); }
.changes ul { list-style: none; padding: 0; } .change { display: flex; gap: .6rem; padding: .15rem 0; }
.sign { font-family: ui-monospace, monospace; font-weight: 700; }
.make .sign, .restore .sign { color: var(--good); } .move .sign, .change .sign { color: var(--warn); } .cancel .sign { color: var(--bad); }
.engagement { border-top: 1px solid var(--line); padding: .5rem 0; } .engagement summary { cursor: pointer; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr.cancelled td, tr.withdrawn td { text-decoration: line-through; color: var(--quiet); } tr.over td { color: var(--quiet); }
.activity { list-style: none; padding: 0; font-size: .875rem; max-height: 30rem; overflow-y: auto; } .activity time { color: var(--quiet); margin-right: .5rem; }
footer { margin-top: 2rem; }
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5bd0"/><path d="M9 13a8 8 0 0 1 14 0m0-5v5h-5M23 19a8 8 0 0 1-14 0m0 5v-5h5" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
