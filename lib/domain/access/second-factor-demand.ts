/** Of whom a second factor is demanded. */
export type SecondFactorDemand = 'off' | 'operators' | 'all';

/** Whether somebody has to switch it on before they may use what they ask for. */
export function owesSecondFactor(
  demand: SecondFactorDemand,
  asked: { area: 'account' | 'operator'; hasSecondFactor: boolean },
): boolean {
  if (asked.hasSecondFactor) return false;
  switch (demand) {
    case 'off':
      return false;
    case 'operators':
      return asked.area === 'operator';
    case 'all':
      return true;
    default:
      return demand satisfies never;
  }
}
