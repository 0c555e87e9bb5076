import { declareDirected } from './directed.ts';

await declareDirected(4);
