// Which rows of a long list are in sight, and which of them stays where it is. Plain numbers, in pixels.

/** Rows above and below the sight that are drawn, too. */
const AROUND = 6;

export interface Group {
  name: "todo" | "resolved";
  /** The place of its first row in the whole list. */
  first: number;
  count: number;
  /** Where its head stands. */
  y: number;
}

/** A row that is on the page, and where. */
export interface Shown {
  id: string;
  y: number;
}

/** The groups of the list that have rows: what is to do, then what is resolved. */
export function layout(total: number, resolved: number, row: number, head: number): Group[] {
  const todo = total - resolved;
  const groups: Group[] = [];
  if (todo > 0) groups.push({ name: "todo", first: 0, count: todo, y: 0 });
  if (resolved > 0) groups.push({ name: "resolved", first: todo, count: resolved, y: todo > 0 ? head + todo * row : 0 });
  return groups;
}

/** The places of a group's rows that are drawn while the list is scrolled to `top`. */
export function rowsIn({ first, count, y }: Group, top: number, height: number, row: number, head: number): number[] {
  const within = (place: number) => Math.min(Math.max(place, 0), count);
  const from = within(Math.floor((top - y - head) / row) - AROUND);
  const to = within(Math.ceil((top + height - y - head) / row) + AROUND);
  return Array.from({ length: to - from }, (_, index) => first + from + index);
}

/** The row that must not move: the one under the pointer, else the first in sight, unless that is the list's top. */
export function anchorOf(shown: readonly Shown[], hovered: string | null, top: number, head: number): Shown | undefined {
  const under = shown.find((one) => one.id === hovered);
  if (under || top === 0) return under;
  return shown.find((one) => one.y >= top + head);
}
