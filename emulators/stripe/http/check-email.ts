import { invalid } from '../wire/stripe-error';

/** One address, with a name on both sides of the @ and a domain that can be reached. */
export function checkEmail(given: string, param = 'email'): void {
  const [local = '', domain = '', ...more] = given.split('@');
  const isAddress =
    more.length === 0 &&
    /^[^\s@,;:<>()[\]\\"]+$/.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(domain);
  if (!isAddress) throw invalid(`Invalid email address: ${given}`, param, 'email_invalid');
}
