// What the pages do beyond links and forms, all of which work without it: dragging, keys, a search that filters while one
// types, and showing what others changed.

const main = document.querySelector('main');
const field = (id) => document.getElementById(id);

// Dragging: what was taken hold of, on which day, and where in it.
const dialog = field('move');
let held = null;

const contains = (box, x, y) => x >= box.left && x < box.right && y >= box.top && y < box.bottom;
const placeAt = (x, y) =>
  [...document.querySelectorAll('[data-day]')].find((one) => contains(one.getBoundingClientRect(), x, y));
const addDays = (day, days) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};
const daysFrom = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const two = (number) => String(number).padStart(2, '0');

/** The new start of what is held, were it let go here; null where it cannot be. */
function startAt(x, y) {
  const place = placeAt(x, y);
  if (!held || !place) return null;
  const [day, time] = held.start.split('T');
  const column = place.matches('.column');
  if (column !== held.inColumn) return null;
  const newDay = addDays(day, daysFrom(held.day, place.dataset.day));
  if (time === undefined) return { start: newDay, place };
  if (!column) return { start: `${newDay}T${time}`, place };
  const box = place.getBoundingClientRect();
  const quarters = place.querySelectorAll('.line').length * 4;
  const quarter = Math.round(((y - held.grip - box.top) / box.height) * quarters);
  const row = Math.max(0, Math.min(quarters - 1, quarter));
  const minutes = Number(place.dataset.firstHour) * 60 + row * 15;
  return { start: `${newDay}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`, place };
}

function mark(place) {
  for (const one of document.querySelectorAll('.target')) if (one !== place) one.classList.remove('target');
  place?.classList.add('target');
}

/** Asks what must be asked, and moves. */
function move(handle, start) {
  const { event, title, start: before, series, guests } = handle.dataset;
  const form = dialog.querySelector('form');
  form.action = `/calendar/event/${encodeURIComponent(event)}/move`;
  form.elements.back.value = location.pathname + location.search;
  field('move-what').textContent = title;
  field('move-scope').hidden = series === undefined;
  field('move-notify').hidden = guests === undefined;
  const input = field('move-start');
  input.type = before.includes('T') ? 'datetime-local' : 'date';
  input.value = start;
  form.elements.notify.checked = guests !== undefined;
  const asks = series !== undefined || guests !== undefined;
  if (start !== before && !asks) form.requestSubmit();
  else dialog.showModal();
  if (start !== before) form.querySelector('.primary').focus();
}

document.addEventListener('dragstart', (event) => {
  const handle = event.target.closest?.('[data-event]');
  const place = handle && placeAt(event.clientX, event.clientY);
  if (!place) return;
  held = {
    handle,
    start: handle.dataset.start,
    day: place.dataset.day,
    inColumn: place.matches('.column'),
    grip: event.clientY - handle.getBoundingClientRect().top,
  };
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', handle.dataset.title);
  handle.classList.add('dragged');
});
document.addEventListener('dragover', (event) => {
  const target = startAt(event.clientX, event.clientY);
  mark(target?.place);
  if (target) event.preventDefault();
});
document.addEventListener('drop', (event) => {
  const target = startAt(event.clientX, event.clientY);
  if (!target) return;
  event.preventDefault();
  if (target.start !== held.start) move(held.handle, target.start);
});
document.addEventListener('dragend', () => {
  held?.handle.classList.remove('dragged');
  held = null;
  mark(null);
});
field('move-cancel')?.addEventListener('click', () => dialog.close());

// Keys: every element with data-key is pressed by it, unless one is typing.
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select');
  const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
  if (event.altKey || (typing && !key.startsWith('Ctrl+')) || dialog?.open) return;
  const handle = event.target.closest('[data-event]');
  if (key === 'v' && handle) move(handle, handle.dataset.start);
  else {
    const element = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key === key);
    if (!element) return;
    if (element.matches('input')) element.focus();
    else element.click();
  }
  event.preventDefault();
});

// Forms: a select that sends itself, a button that says that it is at work, and no lost edits.
let dirty = false;
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
});
document.addEventListener('input', (event) => {
  if (event.target.form?.matches('[data-guard]')) dirty = true;
});
document.addEventListener('submit', (event) => {
  dirty = false;
  sessionStorage.setItem('scroll', JSON.stringify([location.pathname + location.search, scrollY]));
  const { busy } = event.target.dataset;
  const button = event.target.querySelector('button');
  if (busy && button) {
    button.textContent = busy;
    // Later: a disabled button would not be sent.
    setTimeout(() => {
      button.disabled = true;
    });
  }
});
addEventListener('beforeunload', (event) => {
  if (dirty) event.preventDefault();
});
const [place, top] = JSON.parse(sessionStorage.getItem('scroll') ?? '[]');
if (place === location.pathname + location.search) scrollTo(0, top);
sessionStorage.removeItem('scroll');

// The search filters while one types; Enter asks the server.
document.addEventListener('input', (event) => {
  const list = event.target.dataset.filter && field(event.target.dataset.filter);
  if (!list) return;
  const words = event.target.value.trim().toLowerCase();
  let shown = 0;
  for (const row of list.children) {
    row.hidden = !row.textContent.toLowerCase().includes(words);
    if (!row.hidden) shown += 1;
  }
  field('count').textContent = String(shown);
});

// What others changed appears by itself, but never under somebody's hands.
const POLL_MS = 2000;
const busy = () =>
  dirty ||
  held ||
  dialog?.open ||
  main.querySelector('details[open]') ||
  document.activeElement?.closest('main :is(input, textarea, select)');

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (busy()) return;
  const focused = document.activeElement?.getAttribute('href');
  const scrolled = main.querySelector('.scroll');
  const [left, down] = [scrolled?.scrollLeft ?? 0, scrolled?.scrollTop ?? 0];
  const moving = main.querySelector('#move');
  main.replaceChildren(...fresh.querySelector('main').childNodes);
  // The dialog stays the one that the script knows.
  if (moving) main.querySelector('#move')?.replaceWith(moving);
  main.querySelector('.scroll')?.scrollTo(left, down);
  if (focused) main.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  document.body.dataset.version = fresh.body.dataset.version;
}

setInterval(async () => {
  if (document.hidden || busy()) return;
  try {
    const answer = await fetch('/changes');
    if (answer.ok && (await answer.text()) !== document.body.dataset.version) await refresh();
  } catch {
    // The stack was stopped; it may come back.
  }
}, POLL_MS);
