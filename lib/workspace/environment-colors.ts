/** Colors of an environment, with the words of the menu; each stands beside the environment's name, never alone. */
export const ENVIRONMENT_COLORS = {
  amber: 'Amber',
  orange: 'Orange',
  pink: 'Pink',
  violet: 'Violet',
  blue: 'Blue',
  teal: 'Teal',
  green: 'Green',
  gray: 'Gray',
} as const;

export type EnvironmentColor = keyof typeof ENVIRONMENT_COLORS;
