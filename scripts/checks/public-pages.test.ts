import { expect, it } from 'vitest';
import { pageRoutes } from '../../e2e/pages/routes';
import { isPublicPage } from '../../lib/kit/public-pages';

/** Open to everybody, and made for each request all the same. */
const MADE_FOR_REQUEST: Record<string, string> = {
  '/sign-in': 'leads on who is signed in, and back to where somebody came from',
  '/sign-in/code': 'belongs to a sign-in that has begun',
  '/sign-up': 'leads on who is signed in, and back to where somebody came from',
  '/check-mail': 'says what the message is about',
  '/confirm-email': 'belongs to a link in a message',
  '/forgot-password': 'shows what came of its form',
  '/reset-password': 'belongs to a link in a message',
  '/sign-out': 'names who is signed in',
  '/checkout/cancel': 'names the product',
  '/too-many': 'says how long to wait',
  '/apim-delegation': 'belongs to a signed link',
  '/apim-delegation/not-from-here': 'belongs to a signed link',
  '/apim-delegation/refused': 'belongs to a signed link',
};

it('every page for everybody is kept, or says why it can’t be', () => {
  const open = pageRoutes.filter(({ audience }) => audience === 'everybody');
  const made = open.map(({ route }) => route).filter((route) => !isPublicPage(route));
  expect(made.sort()).toEqual(Object.keys(MADE_FOR_REQUEST).sort());
  const personal = pageRoutes.filter(({ audience }) => audience !== 'everybody');
  expect(personal.filter(({ route }) => isPublicPage(route))).toEqual([]);
});
