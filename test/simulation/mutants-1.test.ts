import { declareHunt } from './hunt.ts';

await declareHunt(0, 4);
