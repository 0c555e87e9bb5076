/**
 * From the TypeScript types that a package ships to JSON Schemas: closed objects, unions in full. The generator brings
 * its own TypeScript; it reads only the files it is given and resolves no import beyond them, so it takes a second or two.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';
import type { Definitions, Schema } from './schema.ts';

type Program = ReturnType<typeof createProgram>;
type Node = Parameters<SchemaGenerator['createSchemaFromNodes']>[0][number];

export interface Shape {
  readonly schema: Schema;
  readonly definitions: Definitions;
}

export interface Shapes {
  /** The schema of a type declared in a file, exported or not; undefined where there is none of that name. */
  shape(file: string, type: string): Shape | undefined;
  /** The source text of a class declared in a file. */
  classText(file: string, name: string): string;
}

interface Declaration extends Node {
  readonly name?: { readonly text?: string };
  readonly body?: { readonly statements?: readonly Declaration[] };
}

/** Declarations of a file by name, those inside a namespace included. */
function declarations(program: Program, file: string): Map<string, Node> {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`No types at ${file}.`);
  const found = new Map<string, Node>();
  const take = (statements: readonly Declaration[]) => {
    for (const one of statements) {
      if (one.body?.statements) take(one.body.statements);
      else if (one.name?.text !== undefined) found.set(one.name.text, one);
    }
  };
  take(source.statements as unknown as readonly Declaration[]);
  return found;
}

/** Opens declaration files. `scratch` is a folder for the compiler's settings. */
export function openShapes(files: readonly string[], scratch: string): Shapes {
  mkdirSync(scratch, { recursive: true });
  const tsconfig = join(scratch, `tsconfig.${process.pid}.json`);
  const compilerOptions = {
    noResolve: true,
    types: [],
    lib: ['es2022'],
    target: 'es2022',
    module: 'commonjs',
    strict: true,
    skipLibCheck: true,
  };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files }));
  const config = {
    ...DEFAULT_CONFIG,
    tsconfig,
    topRef: false,
    jsDoc: 'none',
    skipTypeCheck: true,
    encodeRefs: false,
    additionalProperties: false,
  } as const;
  const program = createProgram(config);
  rmSync(tsconfig);
  const generator = new SchemaGenerator(
    program,
    createParser(program, config),
    createFormatter(config),
    config,
  );
  const named = new Map(files.map((file) => [file, declarations(program, file)]));
  return {
    shape(file, type) {
      const node = named.get(file)?.get(type);
      if (!node) return undefined;
      const { $schema: _, definitions, ...schema } = generator.createSchemaFromNodes([node]);
      return { schema: schema as Schema, definitions: (definitions ?? {}) as Definitions };
    },
    classText: (file, name) => named.get(file)?.get(name)?.getText() ?? '',
  };
}
