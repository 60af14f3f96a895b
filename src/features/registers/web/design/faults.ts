import type { FieldProblem } from '#web/problem.ts';
import type { Design } from './design.ts';

/** What the server found wrong, at the thing and setting where it is put right. */
export interface Fault {
  /** Id of the field; undefined for the register's own settings. */
  field: string | undefined;
  /** `label.sv`, `purpose`, `choices.2.label.sv`; of the register `name.sv`, `title`, `sections.1.label.sv`. */
  setting: string;
  message: string;
}

const ofField = /^(?:body\.)?definition\.fields\.(?<place>\d+)(?:\.(?<setting>.+))?$/;
const ofRegister = /^(?:body\.)?(?:definition\.)?(?<setting>.+)$/;

/** Paths name fields by their place in what was sent: the design it was sent from says which that is. */
export function placeFaults(problems: readonly FieldProblem[], { fields }: Design): Fault[] {
  return problems.map(({ path, message }) => {
    const found = ofField.exec(path)?.groups;
    const field = found ? fields[Number(found['place'])]?.id : undefined;
    if (field !== undefined) return { field, setting: found?.['setting'] ?? 'label', message };
    return { field: undefined, setting: ofRegister.exec(path)?.groups?.['setting'] ?? path, message };
  });
}

/** The words at a setting, or at anything below it. */
export function messageAt(faults: readonly Fault[], field: string | undefined, setting: string): string | undefined {
  const found = faults.filter((fault) => fault.field === field && isWithin(fault.setting, setting));
  return found.length === 0 ? undefined : [...new Set(found.map(({ message }) => message))].join(' ');
}

/** A fault leaves when its setting is changed. */
export const withoutFaultsAt = (
  faults: readonly Fault[],
  field: string | undefined,
  settings: readonly string[],
): readonly Fault[] => {
  const rest = faults.filter(
    (fault) => fault.field !== field || !settings.some((setting) => isWithin(fault.setting, setting)),
  );
  return rest.length === faults.length ? faults : rest;
};

const isWithin = (setting: string, of: string) => setting === of || setting.startsWith(`${of}.`);
