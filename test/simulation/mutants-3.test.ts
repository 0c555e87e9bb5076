import { declareHunt } from './hunt.ts';

await declareHunt(2, 4);
