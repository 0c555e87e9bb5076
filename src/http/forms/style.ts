// The style sheet of the pages behind signed links, on top of the one of every page.

export const FORM_STYLE = `
.form { max-width: 40rem; } .form h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 .75rem; overflow-wrap: anywhere; }
.form h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } .form .card p { margin: 0 0 .25rem; }
.form fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; min-width: 0; }
.form legend, .form .field label { font-weight: 600; padding: 0; margin-bottom: .25rem; }
.form form { margin-top: 1.25rem; } .field { margin: 0 0 1.5rem; } .form button + .quiet { margin-top: .75rem; } .hint { color: var(--quiet); margin: 0 0 .5rem; }
select, textarea { font: inherit; width: 100%; padding: .6rem .75rem; color: inherit; background: var(--card);
  border: 1px solid var(--quiet); border-radius: .4rem; }
textarea { min-height: 8rem; resize: vertical; }
.choices { display: grid; gap: .5rem; } .choices.three { grid-template-columns: repeat(3, 1fr); }
.choices.eleven { grid-template-columns: repeat(11, 1fr); gap: .3rem; }
.choice { position: relative; display: flex; min-height: 2.75rem; } .choice input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.choice span { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; text-align: center; padding: .4rem .3rem;
  border: 1px solid var(--quiet); border-radius: .4rem; background: var(--card); font-weight: 600; line-height: 1.25; }
.choice small { font-weight: 400; } .choice:hover span { border-color: var(--accent); }
.choice input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--card); }
.choice input:focus-visible + span, .form :is(a, button, select, textarea, div):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin: .35rem 0 0; }
.form button { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; padding: .65rem 1.5rem; min-height: 2.75rem; }
.fault { font-weight: 600; margin: .4rem 0 0; } .form .wrong :is(select, textarea, .choice span) { border-color: var(--bad); border-width: 2px; }
.form table { font-size: 1rem; } .form tbody th { font-weight: 400; overflow-wrap: anywhere; } .form caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
.form td, .form th:not(:first-child) { text-align: right; padding: .3rem 0 .3rem .6rem; } .form tfoot td, .form tfoot th { border-bottom: 0; border-top: 2px solid var(--line); font-weight: 600; }
@media (max-width: 30rem) { .form table { font-size: .875rem; } .choices.eleven { grid-template-columns: repeat(6, 1fr); } }
@media (forced-colors: active) { .choice input:checked + span { outline: 3px solid SelectedItem; } }
`;
