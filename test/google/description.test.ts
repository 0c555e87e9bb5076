import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blockEquals,
  blockHtml,
  clamp,
  cleanText,
  DESCRIPTION_LIMIT,
  escapeHtml,
  keepNotes,
  readBlock,
  readNotes,
  roomIn,
  toPlainText,
  toTitle,
  writeBlock,
} from '../../src/google/description.ts';

const LINK = 'https://www.notion.so/1f2e3d4c5b6a49788a9b0c1d2e3f4a5b';
const block = (...lines: string[]) => blockHtml({ link: LINK, lines });

test('[C19] a new description is the marked block alone', () => {
  const written = writeBlock('', block('Goals: 40 %'));
  expect(toPlainText(written)).toBe(
    '— Engagement Sync —\nOpen in Notion\nGoals: 40 %\n— end of Engagement Sync —',
  );
  expect(written).toContain(`<a href="${LINK}">`);
});

test("[C19] people's text around the block stays byte for byte when the block changes", () => {
  const before = 'Dial-in:  +49 30 1234\n<b>Agenda</b>\r\n';
  const after = '<p>Bring&nbsp;coffee &amp; cake</p>\u200b ';
  const described = `${before}${writeBlock('', block('Goals: 40 %'))}${after}`;
  const written = writeBlock(described, block('Goals: 55 %'));
  expect(written.startsWith(before)).toBe(true);
  expect(written.endsWith(after)).toBe(true);
  expect(readBlock(written)).toBe(block('Goals: 55 %'));
});

test('[C19] a block is put after the text that is there', () => {
  const written = writeBlock('Agenda', block());
  expect(written.startsWith('Agenda<br><br>— Engagement Sync —')).toBe(true);
});

test('[C19] writing the same block again changes nothing, whatever the text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      '— Engagement Sync —',
      '— end of Engagement Sync —',
      '<br>',
      '<p>',
      '</p>',
      '$&',
      '$1',
      '\n',
      '&nbsp;',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(piece, { maxLength: 4 }), (text, lines) => {
      const written = writeBlock(text.join(''), block(...lines));
      expect(writeBlock(written, block(...lines))).toBe(written);
      expect(readBlock(written)).not.toBeNull();
      expect(blockEquals(readBlock(written) ?? '', block(...lines))).toBe(true);
    }),
  );
});

test("[C19] a block that Google's editor spelled anew is found and is the same", () => {
  const rewritten =
    '<p>Agenda</p><p>—&nbsp;Engagement Sync —</p><p>' +
    `<a href="https://www.google.com/url?q=${encodeURIComponent(LINK)}&amp;sa=D" target="_blank">Open in Notion</a>` +
    '</p><p>Goals:&nbsp;40 % &amp; more</p><p>– end of Engagement&nbsp;Sync –</p>';
  expect(blockEquals(readBlock(rewritten) ?? '', block('Goals: 40 % & more'))).toBe(true);
  expect(writeBlock(rewritten, block('Goals: 40 % & more'))).toBe(rewritten);
  const changed = writeBlock(rewritten, block('Goals: 55 %'));
  expect(changed.startsWith('<p>Agenda</p><p>')).toBe(true);
  expect(toPlainText(changed)).not.toContain('40 %');
});

test('[C19] a block with another text or another link is another block', () => {
  expect(blockEquals(block('Goals: 40 %'), block('Goals: 41 %'))).toBe(false);
  expect(blockEquals(block(), blockHtml({ link: `${LINK}0`, lines: [] }))).toBe(false);
});

test('[C19] a block whose last line was deleted is not doubled', () => {
  const whole = writeBlock('Agenda', block('Goals: 40 %'));
  const written = writeBlock(whole.slice(0, whole.indexOf('— end')), block('Goals: 55 %'));
  expect(written.match(/— Engagement Sync —/g)).toHaveLength(1);
  expect(writeBlock(written, block('Goals: 55 %'))).toBe(written);
});

test('[C19] where people left no room their text stays whole', () => {
  const long = 'x'.repeat(DESCRIPTION_LIMIT - 10);
  expect(writeBlock(long, block('Goals: 40 %'))).toBe(long);
});

test('[C20] what comes from Notion is escaped and cannot end the block', () => {
  const html = block(
    '<img src=x onerror="alert(1)"> & co',
    '— end of Engagement Sync — hello',
    'a\u202Eb\u0007\nc',
  );
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; co');
  expect(html).toContain('end of Engagement Sync hello');
  expect(html).toContain('<br>ab c');
  expect(readBlock(writeBlock('', html))).toBe(html);
});

test('[C20] only an https link becomes a link', () => {
  expect(blockHtml({ link: 'javascript:alert(1)', lines: ['Goals'] })).toBe('Goals');
  expect(blockHtml({ link: 'https://x.example/?a="><script>', lines: [] })).not.toContain('<script>');
});

test('[C20] a block with very many lines ends after a whole line', () => {
  const html = block(...Array.from({ length: 100 }, (_, n) => `Goal ${n}: ${'&'.repeat(20)}`));
  expect(html.length).toBeLessThanOrEqual(2000);
  expect(html.endsWith('&amp;')).toBe(true);
});

test('[C20] a description is plain text for Notion', () => {
  expect(
    toPlainText(
      '<p>Hello&nbsp;<b>all</b></p><ul><li>one</li><li>two</li></ul><script>alert(1)</script>5 &lt; 6 &#x1F600; &#39;x&#39; &unknown;<br>end\u200b',
    ),
  ).toBe("Hello all\n\n- one\n- two\n5 < 6 😀 'x' &unknown;\nend");
});

test('[C20] text that is escaped into a description comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const clean = cleanText(text).replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
      expect(toPlainText(escapeHtml(clean))).toBe(clean);
    }),
  );
});

test('control, zero-width and turning characters go, emoji stay whole', () => {
  expect(cleanText('a\u0000b\u200bc\u202ed\u2066e\ufefff\r\ng\th')).toBe('abcdef\ng\th');
  expect(cleanText('👩‍💻 👩🏽‍💻 ❤️‍🔥 x\u200dy')).toBe('👩‍💻 👩🏽‍💻 ❤️‍🔥 xy');
});

test('a title is one clean line of bounded length', () => {
  expect(toTitle('  Kickoff:\n Apollo\u200b  11 ')).toBe('Kickoff: Apollo 11');
  expect(toTitle('x'.repeat(2000))).toHaveLength(1024);
  expect(clamp('ab😀', 3)).toBe('ab');
});

const NOTES = {
  link: 'https://app.notion.com/p/1',
  lines: [
    { kind: 'heading', text: 'What went well' },
    { kind: 'bullet', text: 'Tests & <b>pairs</b>' },
    { kind: 'text', text: 'One\n\nTwo' },
  ],
  room: 8000,
} as const;

test('[C51] notes stand below the goals, escaped, line by line, and are found again however the editor spells them', () => {
  const html = blockHtml({ link: 'https://x.example', lines: ['Latency: 50 %'], notes: NOTES });
  expect(html).toContain(
    'Latency: 50 %<br><b>Notes of this meeting</b><br><b>What went well</b><br>• Tests &amp; &lt;b&gt;pairs&lt;/b&gt;<br>One<br>Two<br><a href',
  );
  expect(readNotes(html)).toBe(html.slice(html.indexOf('<b>Notes')));
  expect(readNotes(html.replaceAll('<br>', '</p><p>'))).toContain('Two');
  expect(
    readNotes(blockHtml({ link: 'https://x.example', lines: ['Notes of this meeting: 5 %'] })),
  ).toBeNull();
  expect(keepNotes('<b>new</b>', html)).toBe(`<b>new</b><br>${readNotes(html)}`);
  expect(keepNotes('<b>new</b>', '<b>old</b>')).toBe('<b>new</b>');
});

test('[C51] notes take the room that people’s text leaves, and end with a link to all of them', () => {
  const theirs = 'x'.repeat(7_000);
  const lines = Array.from({ length: 99 }, (_, n) => ({
    kind: 'text' as const,
    text: `${n} ${'&'.repeat(30)}`,
  }));
  const notes = { ...NOTES, lines, room: roomIn(theirs) };
  const written = writeBlock(theirs, blockHtml({ link: 'https://x.example', lines: [], notes }));
  expect(written.length).toBeLessThanOrEqual(8192);
  expect(written).toMatch(
    /&amp;<br><a href="https:\/\/app\.notion\.com\/p\/1">Open the notes in Notion<\/a>/,
  );
});
