import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCreations } from "@/api/creation";
import type { StaffUser, StaffUserEdit, StaffUserNew } from "@/api/models";
import { createUser, listUsers, updateUser } from "@/api/users";

const KEY = ["users"] as const;

export function useUsers() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => listUsers(signal) });
}

/** Writes a user: a new one where there is none yet. */
export function useSaveUser(user: StaffUser | null) {
  const client = useQueryClient();
  const creations = useCreations();
  return useMutation({
    mutationFn: (body: StaffUserNew | StaffUserEdit) =>
      user
        ? updateUser(user.id, body as StaffUserEdit)
        : creations.run(body, (key) => createUser(body as StaffUserNew, key)),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
