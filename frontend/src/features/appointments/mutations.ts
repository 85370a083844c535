import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createAppointment, deleteAppointment, updateAppointment } from "@/api/appointments";
import { useCreations } from "@/api/creation";
import type { Appointment, AppointmentEdit, AppointmentNew } from "@/api/models";
import { appointmentKeys } from "./queries";

/** After a write: what was answered is shown at once, and everything that counts appointments is asked for again. */
export function useTaking() {
  const client = useQueryClient();
  return (item: Appointment) => {
    client.setQueryData([...appointmentKeys.one(item.id), "fields"], item);
    void client.invalidateQueries({ queryKey: appointmentKeys.all });
    void client.invalidateQueries({ queryKey: ["clients"] });
  };
}

export function useCreateAppointment() {
  const creations = useCreations();
  return useMutation({
    mutationFn: (body: AppointmentNew) => creations.run(body, (key) => createAppointment(body, key)),
    onSuccess: useTaking(),
  });
}

export function useUpdateAppointment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: AppointmentEdit }) => updateAppointment(id, body),
    onSuccess: useTaking(),
    // A refusal means that what is on screen is old.
    onError: () => void client.invalidateQueries({ queryKey: appointmentKeys.all }),
  });
}

export function useDeleteAppointment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, versao }: Pick<Appointment, "id" | "versao">) => deleteAppointment(id, versao),
    onSuccess: () => client.invalidateQueries({ queryKey: appointmentKeys.all }),
  });
}
