import { PASSWORD_CHARACTERS } from '#lib/auth/password-characters.ts';

const COMMON = /password|passwort|qwert|azerty|123456|abcdef|letmein|welcome|iloveyou|gatehouse/i;

/**
 * One plain sentence about a password while it is typed, and whether it is good. Advice only: the rule that
 * is enforced is the length. `known` are words others know about the person: name, email address.
 */
export function passwordHint(password: string, known: readonly string[]): { good: boolean; text: string } {
  const missing = PASSWORD_CHARACTERS.min - [...password].length;
  if (password === '') {
    return {
      good: false,
      text: `At least ${PASSWORD_CHARACTERS.min} characters. Four unrelated words are easy to remember.`,
    };
  }
  if (missing > 0)
    return { good: false, text: `${missing} more ${missing === 1 ? 'character' : 'characters'}.` };
  const lower = password.toLowerCase();
  const words = known.flatMap((one) => one.toLowerCase().split(/[\s@.]+/)).filter((word) => word.length > 3);
  if (words.some((word) => lower.includes(word))) {
    return { good: false, text: 'Easy to guess: it contains your name or address.' };
  }
  if (new Set(lower).size < 6)
    return { good: false, text: 'Easy to guess: it has few different characters.' };
  if (COMMON.test(lower)) return { good: false, text: 'Easy to guess: it contains a very common password.' };
  return password.length < 16
    ? { good: true, text: 'Good. Longer is stronger.' }
    : { good: true, text: 'Strong.' };
}
