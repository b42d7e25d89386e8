/** Open the list of customers on some of them: what a number in a picture stands for. */
export async function openCustomers(actionService, orm, domain, name) {
    const action = await actionService.loadAction("crm_segments.res_partner_action_customers");
    return actionService.doAction({ ...action, domain, display_name: name, name });
}
