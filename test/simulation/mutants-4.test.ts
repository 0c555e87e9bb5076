import { declareHunt } from './hunt.ts';

await declareHunt(3, 4);
