import { declareHunt } from './hunt.ts';

await declareHunt(1, 4);
