// Makes one step of a plan in Notion and answers what is known of the databases afterwards.
import type { Client, CreateDatabaseParameters } from '@notionhq/client';
import * as z from 'zod';
import { databases } from '../../schemas/index.ts';
import type { Outcome, Run } from '../call.ts';
import { classifyNotion } from './classify.ts';
import type { PropertyConfig } from './config.ts';
import { there } from './observe.ts';
import {
  createdAnswer,
  dataSourceAnswer,
  type Observed,
  type ObservedDatabase,
  ORDER,
  readProperties,
  readView,
  viewAnswer,
} from './observed.ts';
import type { Step } from './plan.ts';

/** One call. The outcome's value is what was observed, brought up to date by the answer. */
export async function applyStep(
  client: Client,
  run: Run,
  parentPage: string,
  observed: Observed,
  step: Step,
): Promise<Outcome<Observed>> {
  const write = <S extends z.ZodType>(name: string, shape: S, call: () => Promise<unknown>) =>
    run(
      { side: 'notion', name, write: true },
      async () => shape.parse(await call()),
      classifyNotion,
    ) as Promise<Outcome<z.infer<S>>>;
  if (step.do === 'create database') {
    const answer = await write('databases.create', createdAnswer, () =>
      client.databases.create(databaseRequest(parentPage, step.database, step.properties)),
    );
    if (!answer.ok) return answer;
    const [source] = answer.value.data_sources;
    return {
      ok: true,
      value: after({ ...observed, [step.database]: there(answer.value.id, source.id) }, step),
    };
  }
  const place = observed[step.database];
  if (place.state !== 'there') throw new Error(`Nothing to change: ${step.database} is not there.`);
  const updated = (changes: Partial<ObservedDatabase>): Outcome<Observed> => ({
    ok: true,
    value: after({ ...observed, [step.database]: { ...place, ...changes } }, step),
  });
  switch (step.do) {
    case 'add properties':
    case 'rename property': {
      const properties = step.do === 'add properties' ? step.properties : { [step.id]: { name: step.name } };
      const answer = await write('dataSources.update', dataSourceAnswer, () =>
        client.dataSources.update({ data_source_id: place.dataSourceId, properties }),
      );
      return answer.ok ? updated({ properties: readProperties(answer.value) }) : answer;
    }
    case 'create view': {
      const answer = await write('views.create', viewAnswer, () =>
        client.views.create({
          database_id: place.databaseId,
          data_source_id: place.dataSourceId,
          name: step.view.name,
          type: step.view.type,
          configuration: step.configuration,
        }),
      );
      if (!answer.ok) return answer;
      return updated({
        views: [...(place.views ?? []), { ...readView(answer.value), name: step.view.name }],
      });
    }
    case 'delete view': {
      const answer = await write('views.delete', z.unknown(), () =>
        client.views.delete({ view_id: step.id }),
      );
      if (!answer.ok) return answer;
      return updated({ views: (place.views ?? []).filter((view) => view.id !== step.id) });
    }
  }
}

function databaseRequest(
  parentPage: string,
  key: Step['database'],
  properties: Readonly<Record<string, PropertyConfig>>,
): CreateDatabaseParameters {
  const { name, icon } = databases[key];
  return {
    parent: { type: 'page_id', page_id: parentPage },
    title: [{ type: 'text', text: { content: name } }],
    icon: { type: 'emoji', emoji: icon },
    is_inline: false,
    initial_data_source: { properties },
  };
}

/** A step that makes a relation changes the database at its other end too: that one is to be read again. */
function after(observed: Observed, step: Step): Observed {
  if (step.do !== 'create database' && step.do !== 'add properties') return observed;
  const ends = Object.values(step.properties).flatMap((config) =>
    'relation' in config ? [config.relation.data_source_id] : [],
  );
  const next: Record<string, Observed[keyof Observed]> = { ...observed };
  for (const key of ORDER) {
    const place = observed[key];
    if (place.state === 'there' && ends.includes(place.dataSourceId))
      next[key] = { ...place, properties: null };
  }
  return next as Observed;
}
