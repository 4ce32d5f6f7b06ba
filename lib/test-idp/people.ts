/** One profile as the test identity provider knows it: what a person types into its sign-in form. */
export type TestPerson = {
  /** The stable identifier in the provider's own directory; becomes the persistent NameID and the `id` attribute. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  groups: readonly string[];
  /** Further attributes to send as they are: name to one value or several. */
  extra?: Readonly<Record<string, string | readonly string[]>> | undefined;
};

/** The domain that Test Organization does not list, so that its owner can see a guest turned away. */
export const GUEST_DOMAIN = 'example.org';

/** The cast of the sign-in page: five people of `example.com` and, last, a guest of another domain. */
export const TEST_PEOPLE = [
  {
    id: 'tidp_amara_okafor',
    email: 'amara.okafor@example.com',
    firstName: 'Amara',
    lastName: 'Okafor',
    groups: ['Engineering', 'Admins'],
    extra: { jobTitle: 'Platform Engineer', department: 'Engineering' },
  },
  {
    id: 'tidp_mateo_fernandez',
    email: 'mateo.fernandez@example.com',
    firstName: 'Mateo',
    lastName: 'Fernández',
    groups: ['Sales'],
    extra: { jobTitle: 'Account Manager', department: 'Sales' },
  },
  {
    id: 'tidp_siobhan_obrien',
    email: "siobhan.o'brien@example.com",
    firstName: 'Siobhán',
    lastName: 'O’Brien',
    groups: ['Support', 'Legal & Privacy'],
    extra: { jobTitle: 'Support Lead', department: 'Support' },
  },
  {
    id: 'tidp_hana_sato',
    email: 'hana.sato@example.com',
    firstName: '花',
    lastName: '佐藤',
    groups: ['Engineering'],
    extra: { jobTitle: 'Security Engineer', department: 'Engineering' },
  },
  {
    id: 'tidp_jonas_weber',
    email: 'jonas.weber@example.com',
    firstName: 'Jonas',
    lastName: 'Weber',
    groups: [],
    extra: { jobTitle: 'Intern', department: 'Finance' },
  },
  {
    id: 'tidp_priya_nair',
    email: `priya.nair@${GUEST_DOMAIN}`,
    firstName: 'Priya',
    lastName: 'Nair',
    groups: ['Contractors'],
    extra: { jobTitle: 'Contractor', department: 'Design' },
  },
] as const satisfies readonly TestPerson[];
