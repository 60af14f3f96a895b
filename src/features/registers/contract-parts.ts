import { z } from 'zod';
import { Id } from '#gate/shapes.ts';

/** Below here stands what belongs to one register. */
export const ofRegister = '/organisations/{organisation}/registers/{register}';

export const InRegister = z.object({ register: Id });

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
