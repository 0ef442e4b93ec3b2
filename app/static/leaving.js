// To another page; says so, because whatever was to follow here need not.
export const leave = address => {
  location.assign(address);
  return true;
};
export const goTo = (name, value) => {
  const address = new URL(location);
  address.searchParams.set(name, value);
  return leave(address);
};
