// Seeds of the directed scenarios that show what is not mended yet, with what goes wrong there. They are not played, and
// not hidden: what is mended leaves this list.
export const OPEN: ReadonlyMap<number, string> = new Map([[5_000_640, 'an event without its page']]);
