export const forecast = "sunny";
