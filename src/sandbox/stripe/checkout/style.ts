/** The hosted pages' one style sheet: readable on a phone, in light and dark, with a visible focus. */
export const styleSheet = `
:root { color-scheme: light dark; --accent: light-dark(#3d3a8c, #b9b6ff); --paper: light-dark(#fff, #16161d); --ink: light-dark(#1c1c28, #f1f0f7); --line: light-dark(#8a8a99, #77778a); }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
.banner { margin: 0; padding: .75rem 1rem; text-align: center; font-weight: 700; background: #ffd54d; color: #1c1c28; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; }
label { display: block; font-weight: 600; }
input:not([type="radio"]), select { width: 100%; min-height: 2.75rem; padding: .5rem; font: inherit; color: inherit; background: transparent; border: 2px solid var(--line); border-radius: .4rem; }
fieldset { margin: 1rem 0; padding: .5rem 1rem; border: 2px solid var(--line); border-radius: .4rem; }
legend { font-weight: 600; }
.choice { display: flex; gap: .75rem; align-items: baseline; padding: .6rem 0; font-weight: 400; }
.choice code { display: block; font-size: .9rem; overflow-wrap: anywhere; }
button { width: 100%; min-height: 3rem; margin: .5rem 0; font: inherit; font-weight: 700; color: var(--paper); background: var(--accent); border: 2px solid var(--accent); border-radius: .4rem; cursor: pointer; }
button.quiet { color: var(--accent); background: transparent; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
a { color: var(--accent); }
.problem { padding: .75rem 1rem; border: 2px solid #c62828; border-radius: .4rem; font-weight: 600; }
.lines div { display: flex; justify-content: space-between; gap: 1rem; padding: .3rem 0; }
.lines dd { margin: 0; white-space: nowrap; }
.lines .total { border-top: 2px solid var(--line); font-weight: 700; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
`;
