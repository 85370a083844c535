import { useRegister } from "@/api/useRegister";

export type LogisticsField = "driver_id" | "collector_id" | "car_id" | "logistics_package_id";
export type LogisticsChoice = { id: string; label: string; active: boolean };

const LISTS = {
  driver_id: "drivers",
  collector_id: "collectors",
  car_id: "cars",
  logistics_package_id: "logistics-packages",
} as const;

/** What may stand in a logistics field: id and name, inactive ones included. */
export function useLogisticsChoices(field: LogisticsField): LogisticsChoice[] {
  const { data = [] } = useRegister(LISTS[field]);
  return data.map((item) => ({
    id: item.id,
    active: item.active,
    label: "name" in item ? item.name : [item.plate, item.model].filter(Boolean).join(" · "),
  }));
}

/** The name behind an id of a logistics field; "" where none is assigned. */
export function useLogisticsNames(): (field: LogisticsField, id: string | null) => string {
  const choices = {
    driver_id: useLogisticsChoices("driver_id"),
    collector_id: useLogisticsChoices("collector_id"),
    car_id: useLogisticsChoices("car_id"),
    logistics_package_id: useLogisticsChoices("logistics_package_id"),
  };
  return (field, id) => (id ? (choices[field].find((one) => one.id === id)?.label ?? "definido") : "");
}
