// What a property of a Notion database can be, and the domain value that each kind is read as.
// `undefined` means unknown (missing, or of another type); `null` and `[]` mean blank.

export type StatusGroup = 'To-do' | 'In progress' | 'Complete';

export interface Option<Name extends string = string> {
  readonly name: Name;
  readonly color:
    | 'default'
    | 'gray'
    | 'brown'
    | 'orange'
    | 'yellow'
    | 'green'
    | 'blue'
    | 'purple'
    | 'pink'
    | 'red';
}
export interface StatusOption<Name extends string = string> extends Option<Name> {
  readonly group: StatusGroup;
}

/** The databases, by the key under which code knows them. */
export type DatabaseKey = 'engagements' | 'goals' | 'retros';

/** One declared property. `name` is what people see when it is first made; they may rename it. */
export type Property = { readonly name: string; readonly description?: string } & (
  | { readonly type: 'title' | 'rich_text' | 'url' | 'people' | 'date' | 'checkbox' }
  | { readonly type: 'number'; readonly format: 'number' | 'percent' }
  | { readonly type: 'select'; readonly options: readonly Option[] }
  | { readonly type: 'status'; readonly options: readonly StatusOption[] }
  /** Two-way: `inverse` is the key of the relation on the other side. One of the two `creates` both. */
  | {
      readonly type: 'relation';
      readonly to: DatabaseKey;
      readonly inverse: string;
      readonly creates: boolean;
    }
  /** `relation` is a key of this database, `property` a key of the related one. */
  | {
      readonly type: 'rollup';
      readonly relation: string;
      readonly property: string;
      /** Notion's names. */
      readonly function: 'sum' | 'not_empty';
    }
  /** `expression` names properties by their declared names. Its result is a number. */
  | { readonly type: 'formula'; readonly expression: string }
);

/** A view that people want to open; property references are keys of the database. */
export type View = { readonly name: string } & (
  | { readonly type: 'table'; readonly groupBy?: string }
  | { readonly type: 'list' }
  | { readonly type: 'board'; readonly groupBy: string }
  | { readonly type: 'timeline' | 'calendar'; readonly date: string }
);

/** One database: name, properties by key, views. */
export interface Database {
  readonly key: DatabaseKey;
  readonly name: string;
  readonly icon: string;
  readonly properties: Readonly<Record<string, Property>>;
  readonly views: readonly View[];
}

/**
 * A date as it is compared: `YYYY-MM-DD`, or a UTC instant `YYYY-MM-DDTHH:MM:SS.mmmZ`.
 * Notion answers with any offset and no zone (notion.md 1.6), so the offset is not kept.
 */
export interface DateValue {
  readonly start: string;
  readonly end: string | null;
}

/** The domain value of a property. */
export type Value<P extends Property> = P extends { type: 'title' | 'rich_text' | 'url' }
  ? string | null
  : P extends { type: 'number' | 'formula' | 'rollup' }
    ? number | null
    : P extends { type: 'status' | 'select'; options: readonly Option<infer Name>[] }
      ? // A name that people added is kept as it is, so `string` stays possible at run time.
        Name | null
      : P extends { type: 'people' | 'relation' }
        ? readonly string[]
        : P extends { type: 'date' }
          ? DateValue | null
          : P extends { type: 'checkbox' }
            ? boolean
            : never;

/** A page as read: a missing key is unknown, `null` is blank. */
export type Row<D extends Database> = { readonly [K in keyof D['properties']]?: Value<D['properties'][K]> };

type Computed = { type: 'formula' | 'rollup' };
/** What may be written to a page: the keys that are not computed by Notion. */
export type Write<D extends Database> = {
  readonly [K in keyof D['properties'] as D['properties'][K] extends Computed ? never : K]?: Value<
    D['properties'][K]
  >;
};
