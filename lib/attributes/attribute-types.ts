/** How a value is read, with the words of the dashboard. The last two belong to predefined attributes. */
export const ATTRIBUTE_TYPES = {
  text: { label: 'Text', accepts: 'One value, as it is sent. Of several, the first.' },
  number: { label: 'Number', accepts: 'A decimal number, as in 42 or -1.5.' },
  boolean: { label: 'Yes or no', accepts: 'true, yes or 1; false, no or 0.' },
  date: { label: 'Date', accepts: 'A day as YYYY-MM-DD; a time of day behind it is dropped.' },
  list: { label: 'List of texts', accepts: 'Every value, in the order sent.' },
  emails: { label: 'List of email addresses', accepts: 'Every value that is an email address.' },
  addresses: { label: 'List of postal addresses', accepts: 'Street, city, region, postal code and country.' },
} as const;

export type AttributeType = keyof typeof ATTRIBUTE_TYPES;

/** Types an admin may give a custom attribute. */
export const CUSTOM_ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'list'] as const;

type Predefined = { readonly label: string; readonly type: AttributeType; readonly names: readonly string[] };

const MICROSOFT = 'http://schemas.microsoft.com/ws/2008/06/identity/claims';
const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/**
 * Attributes most companies keep, under fixed names, with the attribute names identity providers send them by:
 * those of SCIM (RFC 7643 §4.1, §4.3), of consoles, of claims, and of LDAP (RFC 2798, RFC 4519).
 */
export const PREDEFINED_ATTRIBUTES = {
  addresses: { label: 'Addresses', type: 'addresses', names: [] },
  cost_center_name: {
    label: 'Cost center',
    type: 'text',
    names: ['cost_center_name', 'costCenter', 'cost_center', 'costCenterName'],
  },
  department_name: {
    label: 'Department',
    type: 'text',
    names: [
      'department_name',
      'department',
      'departmentName',
      'user.department',
      `${CLAIMS}/department`,
      'urn:oid:2.16.840.1.113730.3.1.2',
      'departmentNumber',
    ],
  },
  division_name: {
    label: 'Division',
    type: 'text',
    names: ['division_name', 'division', 'divisionName'],
  },
  emails: {
    label: 'Emails',
    type: 'emails',
    names: [
      'emails',
      'email',
      'mail',
      'emailAddress',
      'proxyAddresses',
      `${CLAIMS}/emailaddress`,
      'urn:oid:0.9.2342.19200300.100.1.3',
    ],
  },
  employee_type: {
    label: 'Employee type',
    type: 'text',
    names: ['employee_type', 'employeeType', 'userType', 'urn:oid:2.16.840.1.113730.3.1.4'],
  },
  employment_start_date: {
    label: 'Employment start date',
    type: 'date',
    names: ['employment_start_date', 'employmentStartDate', 'employeeHireDate', 'hireDate', 'startDate'],
  },
  job_title: {
    label: 'Job title',
    type: 'text',
    names: ['job_title', 'jobTitle', 'title', `${CLAIMS}/jobtitle`, 'urn:oid:2.5.4.12'],
  },
  manager_email: {
    label: 'Manager’s email',
    type: 'text',
    names: ['manager_email', 'managerEmail', 'manager.email'],
  },
  username: {
    label: 'Username',
    type: 'text',
    names: [
      'username',
      'userName',
      'login',
      'uid',
      'sAMAccountName',
      'userPrincipalName',
      `${CLAIMS}/upn`,
      `${MICROSOFT}/windowsaccountname`,
      'urn:oid:0.9.2342.19200300.100.1.1',
    ],
  },
} as const satisfies Record<string, Predefined>;

export type PredefinedName = keyof typeof PREDEFINED_ATTRIBUTES;
export const PREDEFINED_NAMES = Object.keys(PREDEFINED_ATTRIBUTES) as PredefinedName[];

/** Whether a name belongs to a predefined attribute. */
export function isPredefined(name: string): name is PredefinedName {
  return Object.hasOwn(PREDEFINED_ATTRIBUTES, name);
}

/** The attribute names tried for a definition that a connection does not map: the list above, or its own name. */
export function defaultSources(name: string): readonly string[] {
  return isPredefined(name) ? PREDEFINED_ATTRIBUTES[name].names : [name];
}
