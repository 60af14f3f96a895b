export { ViewParts } from './contract.ts';
export { keepView } from './views.ts';
