// What stands on a page before people write there. As few lines as say it: each is one block, and a free Notion
// workspace counts every block it ever had (N22).

/** A line of a body, one block; a line end within it is one within the block. */
interface TemplateLine {
  readonly kind: 'heading' | 'text' | 'bullet';
  readonly text: string;
}

const heading = (text: string): TemplateLine => ({ kind: 'heading', text });

/** A retro's page (P81). */
export const retroTemplate = (): TemplateLine[] =>
  ['What went well', 'What went poorly', 'What to do next time', 'Goals'].map(heading);
